import { crc32 } from '../../lib/checksum.ts'
import { inflateNode } from '../../lib/inflate-node.ts'
import { utf8 } from '../../lib/utf8.ts'
import type { ReadTools } from '../platform.ts'

const encoder = new TextEncoder()

/** The real tools, but for a mask that is the same in every run. */
export const fakeTools: ReadTools = {
  inflate: inflateNode,
  utf8,
  mask: (key) => crc32(encoder.encode(`test secret ${key}`)).toString(16),
}
