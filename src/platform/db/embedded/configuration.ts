import { totalmem } from "node:os";

/** The file the cluster's `postgresql.conf` includes. It is written anew at every start. */
export const SETTINGS_FILE = "registry.conf";
export const LOG_FOLDER = "log";

const MEBIBYTE = 1_048_576;

/**
 * How much PostgreSQL keeps of its files in memory of its own, in MiB: an eighth of what this process may use, 128 to 1,024. What a page
 * of the operating system's memory costs instead, thousands of times, is half of what reading a user's history takes.
 */
export function sharedBuffersMib(memoryBytes: number): number {
  return Math.min(1_024, Math.max(128, Math.floor(memoryBytes / 8 / MEBIBYTE)));
}

/** The machine's memory, or as much of it as a container lets this process have. */
function memoryBytes(): number {
  // Zero, or more than there is, where nothing limits it.
  const allowed = process.constrainedMemory() || Infinity;
  return Math.min(allowed, totalmem());
}

/**
 * The server's settings. What concerns the log keeps users' references out of it: statements are sent with their values apart,
 * and neither values nor failed statements are ever written. `log_min_messages = log` leaves out a statement's errors altogether,
 * because their text may quote a value; the registry reports those itself.
 */
export function settings(port: number, connectionsMax: number): string {
  return `# Written at every start; changes are lost. Use ALTER SYSTEM for your own.
listen_addresses = '127.0.0.1'
port = ${port}
unix_socket_directories = ''
password_encryption = 'scram-sha-256'
max_connections = ${connectionsMax}

shared_buffers = ${sharedBuffersMib(memoryBytes())}MB
work_mem = 8MB
maintenance_work_mem = 64MB
max_wal_size = 1GB
jit = off

fsync = on
synchronous_commit = on

timezone = 'UTC'
lc_messages = 'C'

logging_collector = on
log_timezone = 'UTC'
log_directory = '${LOG_FOLDER}'
log_filename = 'postgresql-%Y%m%d-%H%M%S.log'
log_rotation_age = 0
log_rotation_size = 8MB
log_file_mode = 0600
log_min_messages = log
log_min_error_statement = panic
log_error_verbosity = terse
log_statement = 'none'
log_min_duration_statement = -1
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_checkpoints = off
`;
}

/** Who may connect: from this machine, over TCP, with a password. */
export const HOST_BASED_AUTHENTICATION = `# TYPE DATABASE USER ADDRESS METHOD
host all all 127.0.0.1/32 scram-sha-256
`;
