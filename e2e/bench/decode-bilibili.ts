import { createRequire } from 'node:module'
import { brotliDecompress, brotliDecompressSync, inflate } from 'node:zlib'
import { promisify } from 'node:util'
import { bilibili } from '../../server/platform/bilibili/index.ts'
import { compare } from './compare.ts'
import type { Bench } from './result.ts'
import { frameOf, tools } from './tools.ts'

type Decode = (frame: Buffer) => Promise<readonly unknown[]>

interface Peer {
  readonly makeDecoder: (zlib: object) => Decode
}

// The package's main entry opens sockets; the comparison needs its decoder only.
const peer = createRequire(import.meta.url)('bilibili-live-ws/src/buffer.js') as Peer
const peerDecode = peer.makeDecoder({
  inflateAsync: promisify(inflate),
  brotliDecompressAsync: promisify(brotliDecompress),
})

/** The 50-message brotli frame: decoded and normalised, compared with a peer and with bare Node. */
export const bench: Bench = async function* () {
  const frame = frameOf('bilibili', 'danmu-x50-brotli.bin')
  const ours = (): unknown => bilibili.read(frame, tools).drafts.length
  yield await compare({
    name: 'decode-bilibili-peer',
    ours,
    baseline: () => peerDecode(frame),
    maxRatio: 0.75,
  })
  yield await compare({
    name: 'decode-bilibili-bare',
    ours,
    baseline: () => bare(frame),
    maxRatio: 1.5,
  })
}

/** Does the minimum work: decompress, split, parse. */
function bare(frame: Buffer): number {
  const packets = brotliDecompressSync(frame.subarray(16))
  let messages = 0
  for (let at = 0; at < packets.length; at += packets.readUInt32BE(at)) {
    JSON.parse(packets.toString('utf8', at + 16, at + packets.readUInt32BE(at)))
    messages += 1
  }
  return messages
}
