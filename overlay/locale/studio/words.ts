import type { SourceEvent } from '../../../proto/feed/index.ts'

/** The kind of a test event that the studio can send. */
export type TestKind =
  | 'chat'
  | 'gift'
  | 'combo'
  | 'superchat'
  | 'membership'
  | 'enter'
  | 'follow'
  | 'like'

/** The traffic of the studio's picture: a room, generated events, or a recording. */
export type TrafficKind = 'live' | 'made' | 'recorded'

/** The gain of a login. */
export interface Gain {
  readonly login: NonNullable<SourceEvent['login']>
  /** The limits that would be lifted. */
  readonly lifted: NonNullable<SourceEvent['limits']>
}

/** The background of the preview. */
export type Backdrop = 'checker' | 'dark' | 'light' | 'still'

/** All texts of the studio, except those of options and of rooms. */
export interface StudioWords {
  /** The label of the toolbar for screen readers. */
  readonly tools: string
  readonly roomsAndOverlays: string
  readonly copyLink: string
  readonly copy: string
  readonly copied: string
  readonly copyByHand: string
  readonly linkHint: string
  readonly loader: string
  readonly loaderHint: string
  readonly loaderWaits: string
  readonly token: string
  readonly tokenHint: string
  readonly embed: string
  readonly embedHint: string
  readonly close: string
  readonly undo: string
  readonly redo: string
  readonly test: string
  readonly testKinds: Readonly<Record<TestKind, string>>
  readonly testToPreview: string
  readonly testToObs: string
  readonly testSent: string
  readonly testNeedsRoom: string
  readonly rooms: string
  readonly roomsEmpty: string
  readonly roomFacts: (readers: number, events: number) => string
  readonly roomGain: (gain: Gain) => string
  readonly roomUse: (room: string) => string
  readonly roomAdd: string
  readonly roomAddHint: string
  readonly roomName: string
  readonly roomStart: (room: string) => string
  readonly roomStop: (room: string) => string
  readonly roomOff: string
  readonly overlays: string
  readonly overlaysEmpty: string
  readonly overlayName: string
  readonly badName: string
  readonly save: string
  readonly overlayLive: (name: string) => string
  readonly overlaySaving: (name: string) => string
  readonly overlayUnsaved: (name: string) => string
  readonly saveAgain: string
  readonly overlayOpen: (name: string) => string
  readonly overlayLeave: string
  readonly overlayRemove: (name: string) => string
  /** The question before an overlay is removed. */
  readonly overlayRemoveSure: (name: string) => string
  readonly sure: string
  readonly loginNeeded: string
  readonly login: string
  readonly silent: string
  readonly widgets: string
  readonly widgetAdd: string
  readonly widgetRemove: (name: string) => string
  readonly noWidget: string
  readonly theme: string
  readonly scheme: string
  readonly schemes: Readonly<Record<'auto' | 'dark' | 'light', string>>
  readonly options: string
  readonly search: string
  readonly nothingFound: string
  readonly reset: string
  readonly resetOne: (name: string) => string
  readonly noUse: string
  readonly preview: string
  readonly shape: string
  readonly backdrop: string
  readonly backdrops: Readonly<Record<Backdrop, string>>
  readonly clear: string
  readonly box: (widget: string) => string
  readonly boxHint: string
  readonly boxFull: string
  readonly traffic: string
  readonly trafficKinds: Readonly<Record<TrafficKind, string>>
  readonly perSecond: string
  readonly rate: (perSecond: number) => string
  readonly burst: string
  readonly recordingOpen: string
  readonly recordingBad: string
  readonly steps: readonly string[]
  readonly dock: string
}
