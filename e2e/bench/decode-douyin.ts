import { gunzipSync } from 'node:zlib'
import {
  ChatMessage,
  GiftMessage,
  LikeMessage,
  MemberMessage,
  Message,
  PushFrame,
  Response,
  RoomUserSeqMessage,
  SocialMessage,
} from '../../proto/gen/douyin.js'
import { douyin } from '../../server/platform/douyin/index.ts'
import { compare } from './compare.ts'
import type { Bench } from './result.ts'
import { frameOf, tools } from './tools.ts'

const types: Readonly<Record<string, { readonly decode: (bytes: Uint8Array) => unknown }>> = {
  WebcastChatMessage: ChatMessage,
  WebcastGiftMessage: GiftMessage,
  WebcastLikeMessage: LikeMessage,
  WebcastMemberMessage: MemberMessage,
  WebcastSocialMessage: SocialMessage,
  WebcastRoomUserSeqMessage: RoomUserSeqMessage,
}

/**
 * A captured frame and one with six kinds of messages, compared with bare protobufjs and gunzip.
 */
export const bench: Bench = async function* () {
  for (const name of ['seed001_pushframe', 'synthetic-six-messages']) {
    const frame = frameOf('douyin', `${name}.bin`)
    yield await compare({
      name: `decode-douyin-${name}`,
      ours: () => douyin.read(frame, tools).drafts.length,
      baseline: () => bare(frame),
      maxRatio: 1.4,
    })
  }
}

/** Does the minimum work: decode the envelope, decompress, decode the messages. */
function bare(frame: Uint8Array): number {
  const { messages } = Response.decode(gunzipSync(PushFrame.decode(frame).payload))
  for (const bytes of messages) {
    const { method, payload } = Message.decode(bytes)
    types[method]?.decode(payload)
  }
  return messages.length
}
