import type { Logger, LogLevel } from './logger.ts'

const levels = { debug: 20, info: 30, warn: 40, error: 50 } as const

/**
 * Returns a logger that writes one JSON line a call, without Node: for runtimes without pino.
 * Fields contain no secrets.
 */
export function createLineLogger(
  level: LogLevel,
  now: () => number,
  write: (line: string) => void,
): Logger {
  const least = level === 'silent' ? Infinity : levels[level]
  const log =
    (name: keyof typeof levels) =>
    (fields: object, message: string): void => {
      if (levels[name] < least) return
      const line = { level: levels[name], time: now(), ...fields, msg: message }
      write(`${JSON.stringify(line, plain)}\n`)
    }
  return { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') }
}

/** Returns errors as plain objects, because JSON has none of their properties. */
function plain(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value
  const { name, message, stack, cause } = value
  return { type: name, message, stack, ...(cause === undefined ? {} : { cause }) }
}
