import type { ReadTools } from '../../platform.ts'
import { fieldsOf } from '../../wire/field.ts'
import type { Command, Meaning } from '../../wire/read.ts'
import { jsonBadgeOf } from '../fan.ts'
import { userOf } from '../user.ts'

/** `LIKE_INFO_V3_CLICK`: somebody likes. How often they tapped is not told. */
export function like(command: Command, { venue }: ReadTools): Meaning {
  const data = fieldsOf<'uid' | 'uname' | 'fans_medal'>(command['data'])
  const fan = jsonBadgeOf(data.fans_medal, venue)
  const user = userOf({ uid: data.uid, name: data.uname, fan })
  return user && [{ type: 'like', user, count: 1 }]
}
