import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cpuUsage } from 'node:process'
import { gzipSync } from 'node:zlib'
import type Long from 'long'
import { Message, PushFrame, Response } from '../../../proto/gen/douyin.js'
import { inflateNode } from '../../lib/bytes/inflate-node.ts'
import { utf8 } from '../../lib/bytes/utf8.ts'
import type { PlatformDraft, Reading, ReadContext } from '../platform.ts'
import { read } from './read.ts'

/** The real context, with a mask whose key is no secret. */
export const tools: ReadContext = {
  inflate: inflateNode,
  utf8,
  mask: (key) => sha256(`test key ${key}`).slice(0, 16),
}

/** Returns the SHA-256 in hex, which stands for names of people in fixtures. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/**
 * Returns the processor time of a call in milliseconds: the least of three runs, after one run for
 * compilation. Unlike the wall clock, it does not depend on other processes.
 */
export function cpuMsOf(run: () => unknown): number {
  run()
  const spent = [1, 2, 3].map(() => {
    const before = cpuUsage()
    run()
    const { user, system } = cpuUsage(before)
    return (user + system) / 1000
  })
  return Math.min(...spent)
}

/** The folder of the captured and synthetic frames. */
export const frameFolder = join(import.meta.dirname, 'fixture', 'frame')

/** Reads a frame of the fixture folder, by name without ending. */
export function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(join(frameFolder, `${name}.bin`)))
}

/** The wire content of a frame of the fixture folder, as far as tests use it. */
export interface Expectation {
  readonly ack?: { readonly hex: string }
  readonly frame?: { log_id: string; payload_type: string; headers: Record<string, string> }
  readonly response?: {
    now: string
    cursor: string
    internal_ext: string
    heartbeat_duration: string
    need_ack: boolean
  }
  readonly messages?: readonly ExpectedMessage[]
}

interface ExpectedMessage {
  readonly payload_hex?: string
  readonly method: string
  readonly msg_id: string
  readonly payload_bytes: number
  readonly user?: ExpectedUser
  readonly group_id: string
  readonly group_count: string
  readonly repeat_count: string
  readonly combo_count: string
  readonly total_count: string
  readonly repeat_end: number
  readonly send_type: string
  readonly gift: { id: string; name: string; diamond_count: number; combo: boolean }
}

interface ExpectedUser {
  readonly id: string
  readonly nickname: string
  readonly pay_level?: string
  readonly avatar?: string
}

/** Reads the wire content of a frame of the fixture folder, by name without ending. */
export function expectationOf(name: string): Expectation {
  return JSON.parse(readFileSync(join(frameFolder, `${name}.expected.json`), 'utf8')) as Expectation
}

/** A message before encoding. */
export interface Unsent {
  readonly method: string
  readonly payload: Uint8Array
  readonly msgId?: Long
}

/** Returns a push frame as the server would send it. */
export function pushFrame(
  messages: readonly Unsent[],
  response: Response.$Properties = {},
): Uint8Array {
  const wrapped = messages.map((message) => Message.encode(message).finish())
  return pushFrameOf({ ...response, messages: wrapped })
}

/** Returns a push frame with a response of any content. */
export function pushFrameOf(response: Response.$Properties): Uint8Array {
  const body = Response.encode(response).finish()
  const headers = [{ key: 'compress_type', value: 'gzip' }]
  return PushFrame.encode({ payloadType: 'msg', headers, payload: gzipSync(body) }).finish()
}

/** The encoder of a generated class. */
interface Writer<T> {
  readonly encode: (message: T) => { readonly finish: () => Uint8Array }
}

/** Reads one message that is alone in a frame. */
export function readOne<T>(method: string, type: Writer<T>, message: T): Reading {
  return read(pushFrame([{ method, payload: type.encode(message).finish() }]), tools)
}

/** Returns the events of one message. */
export function draftsOf<T>(method: string, type: Writer<T>, message: T): readonly PlatformDraft[] {
  return readOne(method, type, message).drafts
}
