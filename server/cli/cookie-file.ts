import { readFileSync } from 'node:fs'
import { UsageError } from './command.ts'

/**
 * Reads a cookie as a browser sends it: in a file it stands in no list of processes.
 *
 * @throws UsageError if it cannot be used.
 */
export function readCookie(path: string): string {
  let text
  try {
    text = readFileSync(path, 'utf8').trim()
  } catch (cause) {
    throw new UsageError(`--cookie-file: ${path} cannot be read`, { cause })
  }
  if (/^[ -~]+=[ -~]*$/.test(text)) return text
  throw new UsageError(
    `--cookie-file: ${path} is no cookie: one line such as "SESSDATA=…; bili_jct=…"`,
  )
}
