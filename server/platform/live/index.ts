import type { OwnPlatform } from '../platform.ts'

/** The live rooms of this server: `live:<name>`. */
export const live: OwnPlatform = {
  kind: 'own',
  name: 'live',
  site: {
    platform: 'live',
    title: { en: 'This server', 'zh-CN': '本站' },
    ref: '[a-z0-9-]{3,40}',
    refIs: {
      en: 'a name of 3 to 40 letters a-z, digits and -',
      'zh-CN': '3 到 40 个小写字母、数字或 -',
    },
  },
}
