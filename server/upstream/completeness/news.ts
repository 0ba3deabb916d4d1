import type { Coverage } from '../../../proto/feed/index.ts'

/** The last published figure, and its time in epoch milliseconds. */
export interface PublishedFigure {
  readonly coverage: Coverage
  readonly at: number
}

// With fewer samples, a single line changes the share by more than 5 %.
const fewestSamples = 20

const minChange = 0.05
const republishAfterMs = 10 * 60_000

/**
 * Returns true for the first figure, for a notable change, and for any change after ten minutes, if
 * there are enough samples.
 */
export function isWorthPublishing(
  before: PublishedFigure | undefined,
  coverage: Coverage,
  now: number,
): boolean {
  const { share, samples } = coverage
  if (samples < fewestSamples) return false
  if (!before) return true
  const change = Math.abs(share - before.coverage.share)
  return change >= minChange || (change > 0 && now - before.at >= republishAfterMs)
}

// A share below the first is a part of the chat; a share from the second on is the whole chat with
// few lines lost. In between, the last result stays.
const partShare = 0.9
const wholeShare = 0.95
const standardErrors = 3

/** Returns true if a part of the chat is withheld, beyond chance; `before` is the last result. */
export function isSampled(before: boolean, { share, samples }: Coverage): boolean {
  if (samples < fewestSamples) return before
  if (before) return share < wholeShare
  return share + standardErrors * Math.sqrt((share * (1 - share)) / samples) < partShare
}
