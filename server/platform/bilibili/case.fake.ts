import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bilibili as proto } from '../../../proto/gen/bilibili.js'
import type { PlatformDraft, Reading, RoomContext } from '../platform.ts'
import { edited, joined, messageFrame } from '../bilibili-packet/message.fake.ts'
import { fakeTools } from '../bilibili-packet/context.fake.ts'
import { bilibili } from './index.ts'

type Changes = Readonly<Record<string, unknown>>

const folder = join(import.meta.dirname, 'fixture')
const parsed = (path: string): object =>
  JSON.parse(readFileSync(join(folder, `${path}.json`), 'utf8')) as object
/** Returns the messages of a case of the fixtures. */
export const messagesOf = (name: string): readonly object[] => [parsed(`case/${name}`)].flat()
/** Messages about memberships of twelve and of three months. */
export const [toast, shortToast] = messagesOf('guard-toast-months') as [object, object]
/** Returns a sample message, changed at paths. */
export const sample = (name: string, changes: Changes = {}): object =>
  edited(parsed(`message/${name}`), changes)

/** Reads messages in one frame. */
export function read(messages: readonly object[], roomContext?: RoomContext): Reading {
  const tools = roomContext ? { ...fakeTools, roomContext } : fakeTools
  return bilibili.read(joined(...messages.map(messageFrame)), tools)
}

/** Returns the drafts of messages in one frame. */
export const draftsOf = (...messages: readonly object[]): readonly PlatformDraft[] =>
  read(messages).drafts

/** Returns a packed gift of a case, changed. */
export function repacked(name: string, change: (gift: proto.SendGift) => void): object {
  const [message] = messagesOf(name)
  const { pb } = (message as { readonly data: { readonly pb: string } }).data
  const gift = proto.SendGift.decode(Buffer.from(pb, 'base64'))
  change(gift)
  const bytes = Buffer.from(proto.SendGift.encode(gift).finish())
  return { cmd: 'SEND_GIFT_V2', data: { pb: bytes.toString('base64') } }
}
