/** All texts of the dock, except those of events and rooms. */
export interface DockWords {
  readonly title: string
  readonly chat: string
  readonly chatEmpty: string
  readonly thanks: string
  readonly thanksEmpty: string
  readonly thank: (name: string) => string
  readonly thankAll: string
  readonly pinned: string
  readonly pin: string
  readonly unpin: string
  readonly hide: (name: string) => string
  readonly hidden: (people: number) => string
  readonly showAgain: string
  readonly saveAgain: string
  readonly follow: string
  readonly waiting: string
  readonly noRoom: string
}
