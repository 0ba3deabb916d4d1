import type { Reading, ReadContext, WirePlatform } from '../platform/platform.ts'

/**
 * Reads a frame. A codec never throws; an exception all the same costs its own frame and no other.
 */
export function guardedRead(
  platform: WirePlatform,
  frame: Uint8Array,
  tools: ReadContext,
): Reading {
  try {
    return platform.read(frame, tools)
  } catch (cause) {
    const detail = `the codec threw: ${cause instanceof Error ? cause.message : 'not an error'}`
    return { drafts: [], raws: [], effects: [], faults: [{ kind: 'unexpected', detail }] }
  }
}
