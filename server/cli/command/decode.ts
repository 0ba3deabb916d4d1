import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { inflateNode } from '../../lib/inflate-node.ts'
import { utf8 } from '../../lib/utf8.ts'
import type { ReadTools, WirePlatform } from '../../platform/platform.ts'
import { platforms } from '../../platform/registry.ts'
import { type Combos, createCombos } from '../../upstream/combo.ts'
import { type Command, exitCodes, type Terminal, UsageError } from '../command.ts'

/** `decode` turns captured frames into events, without any server. */
export const decodeCommand: Command = {
  usage: 'danmu-relay decode <platform> <file…>',
  about: 'Prints the events in captured frames, one JSON object a line.',
  run: (args, terminal) => {
    const [name, ...files] = args
    const platform = platforms.get(name ?? '')
    if (platform?.kind !== 'wire') {
      const known = [...platforms.values()].filter(({ kind }) => kind === 'wire')
      const names = known.map((one) => one.name).join(', ')
      throw new UsageError(`${name ?? 'no platform'} has no wire frames; ${names} have`)
    }
    if (files.length === 0) throw new UsageError('name at least one file, each holding one frame')
    // The files are one stream in time: a streak of gifts goes on from one to the next.
    const combos = createCombos()
    const decoded = files.map((file) => decodeFile(file, { platform, combos, terminal }))
    return Promise.resolve(decoded.some(Boolean) ? exitCodes.ok : exitCodes.failed)
  },
}

const tools: ReadTools = {
  inflate: inflateNode,
  utf8,
  // Not the server's key: masked ids in this output match nothing in a feed.
  mask: (key) => createHash('sha256').update(`decode ${key}`).digest('hex').slice(0, 16),
}

interface Decoding {
  readonly platform: WirePlatform
  readonly combos: Combos
  readonly terminal: Terminal
}

/** @returns true if the file held anything that could be read. */
function decodeFile(file: string, { platform, combos, terminal }: Decoding): boolean {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(file)
  } catch (error) {
    terminal.err(`${file}: ${error instanceof Error ? error.message : 'cannot be read'}\n`)
    return false
  }
  const { drafts, events: whole = [], raws, effects, faults } = platform.read(bytes, tools)
  for (const draft of drafts) {
    const events = draft.type === 'gift' ? combos.accept(draft, 0) : [draft]
    for (const event of events) terminal.out(`${JSON.stringify(event)}\n`)
  }
  for (const event of whole) terminal.out(`${JSON.stringify(event)}\n`)
  for (const { method } of raws) terminal.err(`${file}: ${method} is not mapped\n`)
  for (const { kind, method, detail } of faults) {
    terminal.err(`${file}: ${kind}${method === undefined ? '' : ` in ${method}`}: ${detail}\n`)
  }
  return drafts.length + whole.length + raws.length + effects.length > 0
}
