import type { Coverage } from '../../../proto/feed/index.ts'

/** A figure that was told, and when, epoch milliseconds. */
export interface Told {
  readonly coverage: Coverage
  readonly at: number
}

// With fewer, one line more or less is five in a hundred.
const fewestSamples = 20

const notable = 0.05
const afterMs = 10 * 60_000

/** Whether a figure is worth an event: the first is, a change one notices, and any now and then. */
export function isNews(before: Told | undefined, coverage: Coverage, now: number): boolean {
  const { share, samples } = coverage
  if (samples < fewestSamples) return false
  if (!before) return true
  const change = Math.abs(share - before.coverage.share)
  return change >= notable || (change > 0 && now - before.at >= afterMs)
}

// Below the first it is a part of the chat; from the second on it is all of it, with a line lost
// here and there. In between holds what held before.
const partShare = 0.9
const wholeShare = 0.95
const sure = 3 // standard errors

/** Whether a part of the chat is kept from us, and not by chance; `before` is what was found before. */
export function isSampled(before: boolean, { share, samples }: Coverage): boolean {
  if (samples < fewestSamples) return before
  if (before) return share < wholeShare
  return share + sure * Math.sqrt((share * (1 - share)) / samples) < partShare
}
