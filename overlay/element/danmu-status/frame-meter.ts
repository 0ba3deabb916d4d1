/** A meter of the page's frame rate, running on demand. */
export interface FrameMeter {
  readonly start: () => void
  readonly stop: () => void
  /** Returns the frames of the last measured second. */
  readonly perSecond: () => number
}

const secondMs = 1_000

/** Makes a meter that is stopped. */
export function createFrameMeter(): FrameMeter {
  let request: number | undefined
  let since = 0
  let frames = 0
  let last = 0
  const count = (now: number): void => {
    frames += 1
    if (now - since >= secondMs) {
      last = Math.round((frames * secondMs) / (now - since))
      since = now
      frames = 0
    }
    request = requestAnimationFrame(count)
  }
  return {
    start: () => {
      if (request !== undefined) return
      since = performance.now()
      frames = 0
      request = requestAnimationFrame(count)
    },
    stop: () => {
      if (request !== undefined) cancelAnimationFrame(request)
      request = undefined
    },
    perSecond: () => last,
  }
}
