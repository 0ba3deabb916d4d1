/** The kind of a widget: the name of an element without `danmu-`. */
export type WidgetKind =
  | 'overlay'
  | 'chat'
  | 'gift'
  | 'superchat'
  | 'enter'
  | 'rank'
  | 'stats'
  | 'status'
