import type { WidgetKind } from '../../option/widget-kind.ts'
import type { Icon } from '../../theme/icon.ts'

/** The icon of each kind of widget. */
export const widgetIcons: Readonly<Record<WidgetKind, Icon>> = {
  overlay: 'fly',
  chat: 'comment',
  gift: 'gift',
  superchat: 'star',
  enter: 'door',
  rank: 'board',
  stats: 'chart',
  status: 'activity',
}
