import type Long from 'long'
import type { Image } from './message.ts'

type Whole = Long | null | undefined

// A picture usually has three addresses, on different hosts.
const mostAddresses = 20

// Every time in milliseconds since 1973 is above, every time in seconds until 5138 below; the same
// holds for microseconds.
const leastMilliseconds = 1e11
const leastMicroseconds = 1e14

// One number seen as two halves, low first as on every machine of Node, Deno and browsers.
const halves = new Int32Array(2)
const whole = new BigInt64Array(halves.buffer)

/** Returns a whole number from 0 to 2^53-1; undefined for others. */
export function countOf(value: Whole): number | undefined {
  const number = value ? value.toNumber() : 0
  return number >= 0 && Number.isSafeInteger(number) ? number : undefined
}

/**
 * Returns a whole number above 0; undefined for 0, which protobuf cannot tell from a missing field.
 */
export function positiveOf(value: Whole): number | undefined {
  return countOf(value) || undefined
}

/** Returns an id in decimal, with all its digits; undefined for 0. */
export function idOf(value: Whole): string | undefined {
  if (!value || value.isZero()) return undefined
  // Ten times as fast as Long's own division, and there are a dozen ids in a frame.
  halves[0] = value.low
  halves[1] = value.high
  return String(whole[0])
}

/**
 * Returns epoch milliseconds; undefined for 0. Some fields have seconds, others milliseconds and a
 * few microseconds.
 */
export function timeOf(value: Whole): number | undefined {
  const time = positiveOf(value)
  if (time === undefined) return undefined
  if (time >= leastMicroseconds) return Math.floor(time / 1000)
  return time < leastMilliseconds ? time * 1000 : time
}

/**
 * Returns the first https address of a picture. Upstream lists the same picture on several hosts.
 */
export function addressOf(image: Image.$Properties | null | undefined): string | undefined {
  return image?.urlList?.find(
    (address, at) =>
      at < mostAddresses && address.startsWith('https://') && address.length <= longestText,
  )
}

// Sites allow only much shorter texts; the longest known address has about four hundred characters.
const longestText = 2_000

/** Returns a text, cut at the limit; undefined if it is blank. */
export function textOf(text: string | null | undefined): string | undefined {
  if (!text || text.trim() === '') return undefined
  return text.length <= longestText ? text : text.slice(0, longestText)
}
