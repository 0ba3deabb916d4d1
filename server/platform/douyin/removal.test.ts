import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import Long from 'long'
import { describe, expect, test } from 'vitest'
import * as schema from '../../../proto/gen/douyin.js'
import type { Reading } from '../platform.ts'
import { frameFolder, pushFrame, tools } from './frame.fake.ts'
import { read } from './read.ts'

const folders = [frameFolder, join(import.meta.dirname, 'fixture', 'case')]
const framesIn = (folder: string): readonly Uint8Array[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.bin') && !/bomb|corrupt|truncated|seed/.test(file))
    .map((file) => new Uint8Array(readFileSync(join(folder, file))))

/** A class of the generated code. */
interface Type {
  readonly decode: (bytes: Uint8Array) => object
  readonly encode: (message: object) => { readonly finish: () => Uint8Array }
}

// The one method whose message has another name.
const typeOf = (method: string): Type | undefined => {
  const name = method === 'WebcastRoomNotifyMessage' ? 'NotifyMessage' : method.slice(7)
  return (schema as unknown as Readonly<Record<string, Type>>)[name] // by name, as the table does
}

const messages = folders
  .flatMap((folder) => framesIn(folder))
  .map((bytes) => schema.PushFrame.decode(bytes))
  .filter(({ payloadType }) => payloadType === 'msg')
  .flatMap(({ payload }) =>
    schema.Response.decode(payload[0] === 0x1f ? gunzipSync(payload) : payload).messages.map(
      (bytes) => schema.Message.decode(bytes),
    ),
  )
  .filter(({ method }) => typeOf(method))

/** The paths of all fields that stand in a message, from the outside in. */
function pathsIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  const isLeaf = typeof value !== 'object' || value === null || Long.isLong(value)
  if (isLeaf || value instanceof Uint8Array) return []
  return Object.entries(value).flatMap(([name, field]) => [
    [...path, name],
    ...pathsIn(field, [...path, name]),
  ])
}

function remove(message: object, path: readonly string[]): void {
  const holder = path.slice(0, -1).reduce((one: object, name) => Reflect.get(one, name), message)
  const last = path.at(-1)!
  if (Array.isArray(holder)) holder.splice(Number(last), 1)
  else Reflect.deleteProperty(holder, last)
}

const readPayload = (method: string, payload: Uint8Array): Reading =>
  read(pushFrame([{ method, payload, msgId: Long.ONE }]), tools)

const typesIn = ({ drafts }: Reading) => drafts.map(({ type }) => type).join(' ')
const moneyIn = ({ drafts }: Reading) =>
  drafts.map((draft) => {
    if (draft.type === 'gift') return [draft.price, draft.count]
    return draft.type === 'redpacket' ? [draft.value] : []
  })

// Without these the message says nothing more of that kind: what is left is what remains true.
const secondary: Readonly<Record<string, RegExp>> = {
  WebcastSocialMessage: /^followCount$/,
  WebcastRoomUserSeqMessage: /^(?:total|totalUser|ranks)/,
  WebcastLuckyBoxMessage: /^diamondCount$/,
}

describe('a message with any one field removed is the same event with the same money, or a named fault', () => {
  const methods = [...new Set(messages.map(({ method }) => method))]

  test('there are messages of most methods', () => {
    expect(methods.length).toBeGreaterThan(14)
  })

  test.each(methods)('%s', (method) => {
    const type = typeOf(method)!
    const wrong: string[] = []
    for (const { payload } of messages.filter((one) => one.method === method)) {
      const whole = readPayload(method, payload)
      for (const path of pathsIn(type.decode(payload))) {
        const name = path.join('.')
        const changed = type.decode(payload)
        remove(changed, path)
        const reading = readPayload(method, type.encode(changed).finish())
        const isSame =
          typesIn(reading) === typesIn(whole) &&
          JSON.stringify(moneyIn(reading)) === JSON.stringify(moneyIn(whole))
        const isNamed = reading.drafts.length === 0 && reading.faults.length > 0
        const isLess = secondary[method]?.test(name) === true && reading.drafts.length > 0
        if (!isSame && !(isNamed && reading.raws.length > 0) && !isLess) wrong.push(name)
      }
    }
    expect(wrong).toEqual([])
  })
})
