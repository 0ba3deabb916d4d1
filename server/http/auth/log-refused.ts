import type { Logger } from '../../lib/logger.ts'
import type { OriginCheckOptions } from './origin-check.ts'

// Further names are not logged: a client can send any number of them.
const maxLogged = 100
const maxChars = 200

/** Returns a listener that logs each refused foreign host and origin once. */
export function logRefusedNames(
  log: Pick<Logger, 'warn'>,
): NonNullable<OriginCheckOptions['onRefused']> {
  const logged = new Set<string>()
  return ({ code, message: cure }, name) => {
    const key = `${code} ${name}`
    if (logged.size >= maxLogged || logged.has(key)) return
    logged.add(key)
    const shown = name.slice(0, maxChars)
    if (code === 'forbidden-host') log.warn({ host: shown, cure }, 'host refused')
    else log.warn({ origin: shown, cure }, 'page of another site refused')
  }
}
