// For `node --import`: ends every worker as it begins, and leaves the primary alone.
import cluster from "node:cluster";
if (cluster.isWorker) process.exit(3);
