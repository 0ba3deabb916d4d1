import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Command } from '@commander-js/extra-typings'
import { codeOf } from '../../lib/file/error-code.ts'
import { inflateNode } from '../../lib/bytes/inflate-node.ts'
import { createSeenIds } from '../../lib/seen-ids.ts'
import { utf8 } from '../../lib/bytes/utf8.ts'
import type { BareDraft, ReadContext, RoomContext, WirePlatform } from '../../platform/platform.ts'
import { platforms } from '../../platform/registry.ts'
import { type Combos, createCombos } from '../../pipeline/combo.ts'
import { createProvisionals, type Provisionals } from '../../pipeline/provisional.ts'
import { isCapture, readCapture } from '../capture-file.ts'
import { exitCodes, type NewCommand, type Terminal, UsageError } from '../command.ts'
import { fileWords } from '../system-words.ts'

const wirePlatforms = [...platforms.values()].filter((one) => one.kind === 'wire')

/** `decode` converts captured frames into events, without a server. */
export const decodeCommand: NewCommand = (terminal) =>
  new Command('decode')
    .description('Prints the events in frames or captures, one JSON object a line.')
    .argument('<platform>', `one of ${namesOf(wirePlatforms)}`, wirePlatform)
    .argument('<file...>', 'a capture, or one frame; all files are one stream in time')
    .action(async (platform, files) => {
      const decoder = createDecoder(platform, terminal)
      let decoded = 0
      for (const file of files) decoded += await decodeFile(file, decoder)
      decoder.finish()
      terminal.exit(decoded > 0 ? exitCodes.ok : exitCodes.failed)
    })

function wirePlatform(name: string): WirePlatform {
  const platform = wirePlatforms.find((one) => one.name === name)
  if (!platform) throw new UsageError(`${namesOf(wirePlatforms)} have wire frames.`)
  return platform
}

function namesOf(some: readonly WirePlatform[]): string {
  return some.map(({ name }) => name).join(', ')
}

// The same number as for a live source.
const rememberedMessages = 2000

const tools: ReadContext = {
  inflate: inflateNode,
  utf8,
  // Not the server's key: masked ids in this output match nothing in a feed.
  mask: (key) => createHash('sha256').update(`decode ${key}`).digest('hex').slice(0, 16),
}

interface Decoder {
  readonly platform: WirePlatform
  readonly err: Terminal['err']
  /** Decodes a frame. @returns true if it contained anything readable. */
  readonly decode: (
    file: string,
    bytes: Uint8Array,
    when: { at: number; roomContext?: RoomContext },
  ) => boolean
  /** Prints the events that are still held back. */
  readonly finish: () => void
}

function createDecoder(platform: WirePlatform, { out, err }: Terminal): Decoder {
  const isNewMessage = createSeenIds(rememberedMessages)
  const sieve = { echoes: createProvisionals(), combos: createCombos() }
  const print = (drafts: readonly BareDraft[], at: number): void => {
    for (const event of eventsOf(drafts, at, sieve)) out(`${JSON.stringify(event)}\n`)
  }
  return {
    platform,
    err,
    decode: (file, bytes, { at, roomContext }) => {
      print(sieve.echoes.expire(at), at)
      for (const event of sieve.combos.expire(at)) out(`${JSON.stringify(event)}\n`)
      const reading = platform.read(bytes, {
        ...tools,
        ...(roomContext && { roomContext }),
        isNewMessage,
      })
      const { drafts, events = [], raws, effects, faults } = reading
      for (const draft of drafts) print(sieve.echoes.accept(draft, at), at)
      for (const event of events) out(`${JSON.stringify(event)}\n`)
      for (const { method } of raws) err(`${file}: ${method} is not mapped\n`)
      for (const { kind, method, detail } of faults) {
        err(`${file}: ${kind}${method === undefined ? '' : ` in ${method}`}: ${detail}\n`)
      }
      return drafts.length + events.length + raws.length + effects.length > 0
    },
    finish: () => print(sieve.echoes.expire(Number.POSITIVE_INFINITY), 0),
  }
}

interface Sieve {
  readonly echoes: Provisionals
  readonly combos: Combos
}

function eventsOf(drafts: readonly BareDraft[], at: number, { combos }: Sieve): readonly object[] {
  return drafts.flatMap((draft): readonly object[] =>
    draft.type === 'gift' ? combos.accept(draft, at) : [draft],
  )
}

/** Decodes a file. @returns the number of frames with readable content. */
async function decodeFile(file: string, decoder: Decoder): Promise<number> {
  try {
    if (isCapture(file)) return await decodeCapture(file, decoder)
    return decoder.decode(file, readFileSync(file), { at: 0 }) ? 1 : 0
  } catch (error) {
    if (!(error instanceof Error) || codeOf(error) === undefined) throw error
    decoder.err(`${file}: ${fileWords(error)}\n`)
    return 0
  }
}

async function decodeCapture(file: string, { platform, decode, err }: Decoder): Promise<number> {
  let decoded = 0
  let roomContext: RoomContext | undefined
  for await (const read of readCapture(file)) {
    if (typeof read === 'string') {
      err(`${file}: ${read}\n`)
    } else if ('head' in read) {
      if (read.head.platform !== platform.name) {
        err(`${file}: a capture of ${read.head.platform}, not of ${platform.name}\n`)
        return 0
      }
    } else if ('roomContext' in read.line) {
      roomContext = read.line.roomContext
    } else if ('frame' in read.line) {
      const { at, frame } = read.line
      const when = roomContext === undefined ? { at } : { at, roomContext }
      if (decode(file, Buffer.from(frame, 'base64'), when)) decoded += 1
    }
  }
  return decoded
}
