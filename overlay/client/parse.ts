import type { FeedMessage } from '../../proto/feed/index.ts'

const frames: ReadonlySet<unknown> = new Set(['hello', 'gap', 'head', 'skip'])

/**
 * Reads one message of the stream; returns undefined if it is invalid. A frame unknown to this
 * version is invalid, an event of an unknown type is valid: its position counts.
 */
export function parseMessage(data: unknown): FeedMessage | undefined {
  const value = typeof data === 'string' ? json(data) : undefined
  if (typeof value !== 'object' || value === null) return undefined
  // The server made it from the same contract: the envelope determines its type, the rest is
  // trusted.
  return isMessage(value) ? (value as FeedMessage) : undefined
}

function isMessage(value: object): boolean {
  if ('frame' in value) return frames.has(value.frame)
  if (!('type' in value) || typeof value.type !== 'string') return false
  return value.type === 'raw' || ('seq' in value && Number.isSafeInteger(value.seq))
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // wire garbage is data: the caller counts it
  }
}
