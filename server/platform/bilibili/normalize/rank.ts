import type { RankRow } from '../../../../proto/feed/index.ts'
import { bilibili } from '../../../../proto/gen/bilibili.js'
import type { ReadContext, RoomContext } from '../../platform.ts'
import { countOf, type Fields, fieldsOf, itemsOf, positiveOf, textOf } from '../../json/field.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { Command, Normalized } from '../../bilibili-packet/read.ts'
import { shownBadge } from '../fan.ts'
import { decodeBase64 } from '../protobuf.ts'
import { anonymousEffects, isAnonymous, jsonUinfoOf, packedUinfoOf, type Uinfo } from '../uinfo.ts'
import { listedUserOf } from '../user.ts'

type RowField = 'uid' | 'uname' | 'face' | 'score' | 'rank' | 'guard_level'
type RowFacts = Fields<RowField> & { readonly uinfo: Uinfo }

// The limit of the feed for one board.
const maxRows = 100

/** Reads `ONLINE_RANK_V2`: one of the two boards of the viewers who gave most. */
export function rank(command: Command, { roomContext }: ReadContext): Normalized {
  const data = fieldsOf<'rank_type' | 'list' | 'online_list'>(command['data'])
  const lists = [data.online_list, data.list].filter(Array.isArray)
  const list = lists.find(({ length }) => length > 0) ?? lists[0]
  if (list === undefined) return undefined
  const facts = itemsOf(list).map((row) => {
    const fields = fieldsOf<RowField | 'uinfo'>(row)
    return { ...fields, uinfo: jsonUinfoOf(fields.uinfo) }
  })
  return board(data.rank_type, facts, roomContext)
}

/** Reads `ONLINE_RANK_V3`: the same as protobuf. */
export function rankPacked(command: Command, { roomContext }: ReadContext): Normalized {
  const data = fieldsOf<'pb'>(command['data'])
  const message = decodeBase64(data.pb, bilibili.OnlineRank)
  if (message === undefined) return undefined
  const list = message.onlineList.length > 0 ? message.onlineList : message.list
  // In protobuf an empty list and a missing list are the same.
  if (list.length === 0) return []
  const rows = list.map((row) => ({
    uid: row.uid?.toString(),
    uname: row.uname,
    face: row.face,
    score: row.score,
    rank: row.rank,
    guard_level: row.guardLevel,
    uinfo: packedUinfoOf(row.uinfo),
  }))
  return board(message.rankType, rows, roomContext)
}

function board(
  type: unknown,
  facts: readonly RowFacts[],
  roomContext: RoomContext | undefined,
): Normalized {
  // One board is called `gold-rank`, the other `online_rank`.
  const name = textOf(type)?.replaceAll('_', '-')
  if (name === undefined) return undefined
  const rows = facts.slice(0, maxRows).map((row, index) => rowOf(row, index + 1, roomContext))
  const hidden = facts.find(({ uid, uinfo }) => isAnonymous(uid, uinfo))
  return [{ type: 'rank', board: name, rows }, ...anonymousEffects(hidden?.uid, hidden?.uinfo)]
}

/** Reads a row; a user without id and name keeps the row, so that the next ones do not move up. */
function rowOf(facts: RowFacts, place: number, roomContext: RoomContext | undefined): RankRow {
  const { uid, uname: name, face, guard_level: guard, uinfo } = facts
  const fan = shownBadge(uinfo, undefined, roomContext)
  const user = listedUserOf({ uid, name, face, guard, fan, uinfo })
  return omitUndefined({ rank: positiveOf(facts.rank) ?? place, user, score: countOf(facts.score) })
}
