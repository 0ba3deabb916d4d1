import { encodePacket, operations, versions } from './packet.ts'

/**
 * Returns a frame with one plain message, as the server sends it: from the JSON text or its value.
 */
export function messageFrame(message: unknown): Uint8Array {
  const text = typeof message === 'string' ? message : JSON.stringify(message)
  const body = new TextEncoder().encode(text)
  return encodePacket({ version: versions.plain, operation: operations.message, body })
}

/** Joins packets or frames. */
export function joined(...frames: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(frames))
}

/** Returns a copy of a message with some values replaced, by path: `{ 'info.0.7': 'x' }`. */
export function edited(message: unknown, changes: Readonly<Record<string, unknown>>): object {
  const copy = structuredClone(message)
  if (typeof copy !== 'object' || copy === null) throw new TypeError('no message')
  for (const [path, value] of Object.entries(changes)) {
    const names = path.split('.')
    const last = names.pop() ?? ''
    const parent: unknown = names.reduce<unknown>((at, name) => Reflect.get(Object(at), name), copy)
    Reflect.set(Object(parent), last, value)
  }
  return copy
}
