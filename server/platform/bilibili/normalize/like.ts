import type { ReadContext } from '../../platform.ts'
import { fieldsOf, isObject } from '../../json/field.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { Command, Normalized } from '../../bilibili-packet/read.ts'
import { jsonBadgeOf, shownBadge } from '../fan.ts'
import { anonymousEffects, jsonUinfoOf } from '../uinfo.ts'
import { userOf } from '../user.ts'

/** Reads `LIKE_INFO_V3_CLICK`: a viewer likes. The message does not contain the number of taps. */
export function like(command: Command, { roomContext }: ReadContext): Normalized {
  const data = fieldsOf<'uid' | 'uname' | 'fans_medal' | 'uinfo'>(command['data'])
  if (!isObject(command['data'])) return undefined
  const uinfo = jsonUinfoOf(data.uinfo)
  const fan = shownBadge(uinfo, jsonBadgeOf(data.fans_medal, roomContext), roomContext)
  const user = userOf({ uid: data.uid, name: data.uname, fan, uinfo })
  return [omitUndefined({ type: 'like', user, count: 1 }), ...anonymousEffects(data.uid, uinfo)]
}
