import "reflect-metadata";
import { tellAsText } from "./serve-report.js";
import { serve } from "./serve.js";

// Whoever read our lines may have gone; that is no reason to stop.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

await serve(tellAsText);
