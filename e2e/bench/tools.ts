import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateNode } from '../../server/lib/bytes/inflate-node.ts'
import { utf8 } from '../../server/lib/bytes/utf8.ts'
import type { ReadContext } from '../../server/platform/platform.ts'
import { root } from '../kit/server.ts'

/** The read context of the server; nothing in the measured frames is masked. */
export const tools: ReadContext = { inflate: inflateNode, utf8, mask: (key) => key }

/** Returns a captured frame of a platform's fixtures. */
export function frameOf(platform: string, name: string): Buffer {
  return readFileSync(join(root, 'server/platform', platform, 'fixture/frame', name))
}
