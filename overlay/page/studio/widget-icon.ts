import type { WidgetKind } from '../../option/widget-kind.ts'
import type { Icon } from '../../theme/icon.ts'

/** The icon of each kind of widget. */
export const widgetIcons: Readonly<Record<WidgetKind, Icon>> = {
  overlay: 'wind',
  chat: 'message-square',
  gift: 'gift',
  superchat: 'star',
  enter: 'door-open',
  rank: 'trophy',
  stats: 'chart-column',
  status: 'activity',
}
