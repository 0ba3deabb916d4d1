import type { ReadTools } from '../../platform.ts'
import { fieldsOf, isObject } from '../../wire/field.ts'
import { present } from '../../wire/present.ts'
import type { Command, Meaning } from '../../wire/read.ts'
import { jsonBadgeOf, shownBadge } from '../fan.ts'
import { anonymousEffects, jsonUinfoOf } from '../uinfo.ts'
import { userOf } from '../user.ts'

/** `LIKE_INFO_V3_CLICK`: somebody likes. How often they tapped is not told. */
export function like(command: Command, { venue }: ReadTools): Meaning {
  const data = fieldsOf<'uid' | 'uname' | 'fans_medal' | 'uinfo'>(command['data'])
  if (!isObject(command['data'])) return undefined
  const uinfo = jsonUinfoOf(data.uinfo)
  const fan = shownBadge(uinfo, jsonBadgeOf(data.fans_medal, venue), venue)
  const user = userOf({ uid: data.uid, name: data.uname, fan, uinfo })
  return [present({ type: 'like', user, count: 1 }), ...anonymousEffects(data.uid, uinfo)]
}
