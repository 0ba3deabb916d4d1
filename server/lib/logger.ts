import { pino, stdSerializers } from 'pino'

/** A logger of one JSON line a call: constant message, data in fields. */
export interface Logger {
  readonly debug: (fields: object, message: string) => void
  readonly info: (fields: object, message: string) => void
  readonly warn: (fields: object, message: string) => void
  readonly error: (fields: object, message: string) => void
}

/** The least severity that is logged. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

// Requests are logged by path without query, so a token in a URL never gets here; these are for
// fields that are passed by mistake.
const secrets = [
  'token',
  'ticket',
  'cookie',
  'authorization',
  'set-cookie',
  'secret',
  'password',
  'sign',
]

/** Returns a logger that passes each line to `write`. Secret-looking fields are removed. */
export function createLogger(level: LogLevel, write: (line: string) => void): Logger {
  const redact = secrets.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`])
  const options = { level, redact, base: null, serializers: { error: stdSerializers.err } }
  return pino(options, { write })
}
