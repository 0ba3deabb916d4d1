import type { Logger } from '../lib/logger.ts'
import type { GuardOptions } from './guard.ts'

// Names beyond these are not said any more: anybody can send any number of them.
const maxSaid = 100
const maxChars = 200

/** Returns a listener that logs each foreign host and origin which is refused once, by its name. */
export function logRefusedNames(log: Pick<Logger, 'warn'>): NonNullable<GuardOptions['onRefused']> {
  const said = new Set<string>()
  return ({ code, message: cure }, name) => {
    const key = `${code} ${name}`
    if (said.size >= maxSaid || said.has(key)) return
    said.add(key)
    const shown = name.slice(0, maxChars)
    if (code === 'forbidden-host') log.warn({ host: shown, cure }, 'host refused')
    else log.warn({ origin: shown, cure }, 'page of another site refused')
  }
}
