import { crc32 } from '../../lib/bytes/inflate-web.ts'
import { inflateNode } from '../../lib/bytes/inflate-node.ts'
import { utf8 } from '../../lib/bytes/utf8.ts'
import type { ReadContext } from '../platform.ts'

const encoder = new TextEncoder()

/** The real context, with a mask that is the same in every run. */
export const fakeTools: ReadContext = {
  inflate: inflateNode,
  utf8,
  mask: (key) => crc32(encoder.encode(`test secret ${key}`)).toString(16),
}
