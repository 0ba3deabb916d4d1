import type { RankRow } from '../../../../proto/feed/index.ts'
import { bilibili } from '../../../../proto/gen/bilibili.js'
import { countOf, type Fields, fieldsOf, itemsOf, positiveOf, textOf } from '../../wire/field.ts'
import { present } from '../../wire/present.ts'
import type { Command, Meaning } from '../../wire/read.ts'
import { decodeBase64 } from '../protobuf.ts'
import { userOf } from '../user.ts'

type RowField = 'uid' | 'uname' | 'face' | 'score' | 'rank' | 'guard_level'
type RowFacts = Fields<RowField>

// The contract's bound of one board.
const maxRows = 100

/** `ONLINE_RANK_V2`: one of the two boards of who gave most. */
export function rank(command: Command): Meaning {
  const data = fieldsOf<'rank_type' | 'list' | 'online_list'>(command['data'])
  const list = data.online_list ?? data.list
  if (!Array.isArray(list)) return undefined
  return board(
    data.rank_type,
    itemsOf(list).map((row) => fieldsOf<RowField>(row)),
  )
}

/** `ONLINE_RANK_V3`: the same as protobuf. */
export function rankPacked(command: Command): Meaning {
  const data = fieldsOf<'pb'>(command['data'])
  const message = decodeBase64(data.pb, bilibili.OnlineRank)
  if (message === undefined) return undefined
  const list = message.onlineList.length > 0 ? message.onlineList : message.list
  const rows = list.map((row) => ({
    uid: row.uid?.toString(),
    uname: row.uname,
    face: row.face,
    score: row.score,
    rank: row.rank,
    guard_level: row.guardLevel,
  }))
  return board(message.rankType, rows)
}

function board(type: unknown, facts: readonly RowFacts[]): Meaning {
  // One board is called `gold-rank`, the other `online_rank`.
  const name = textOf(type)?.replaceAll('_', '-')
  const rows = facts.slice(0, maxRows).map(rowOf)
  if (name === undefined || rows.includes(undefined)) return undefined
  return [{ type: 'rank', board: name, rows: rows.filter((row) => row !== undefined) }]
}

function rowOf(facts: RowFacts): RankRow | undefined {
  const place = positiveOf(facts.rank)
  const user = userOf({
    uid: facts.uid,
    name: facts.uname,
    face: facts.face,
    guard: facts.guard_level,
  })
  if (place === undefined || user === undefined) return undefined
  return present({ rank: place, user, score: countOf(facts.score) })
}
