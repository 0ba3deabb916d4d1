/** The part of danmu.js, which has no types of its own, that the bench uses. */
declare module 'danmu.js' {
  interface Options {
    readonly container: HTMLElement
    readonly player: { readonly currentTime: number }
    readonly live: boolean
    readonly comments: readonly object[]
    readonly area: { readonly start: number; readonly end: number }
    readonly channelSize: number
    readonly mouseControl: boolean
  }

  export class DanmuJs {
    constructor(options: Options)
    on(event: 'bullet_start', listener: (bullet: { readonly id?: string }) => void): void
    sendComment(comment: object): void
  }
}
