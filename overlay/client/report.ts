import type { FeedStatus } from './feed.ts'

// A starting server needs some attempts, which need no message.
const silentTries = 3

/**
 * Returns a function that prints why there is no feed at an address: a refusal at once, a server that
 * never answered after some tries. It prints once until the feed is open.
 */
export function createReport(address: string): (status: FeedStatus) => void {
  let triesLeft = silentTries
  let isDone = false
  return (status) => {
    if (status.kind === 'open') {
      triesLeft = Number.POSITIVE_INFINITY // a lost connection is normal from now on
      isDone = false
    }
    if (!('code' in status)) return
    const { kind, code, reason, delayMs } = status
    triesLeft -= 1
    if (isDone || (kind === 'waiting' && triesLeft > 0)) return
    isDone = true
    const next = delayMs === undefined ? '' : '; trying again'
    // oxlint-disable-next-line no-console -- a mistake in an address is silent otherwise
    console.error(`danmu-relay: ${address}: ${reason || 'no answer'} (${code})${next}`)
  }
}
