/** What a pasted login is for: data of its platform. */
export interface LoginSite {
  readonly platform: string
  /** The cookies one of which says who one is. */
  readonly cookies: readonly string[]
  /** Whose cookies these are, such as `bilibili.com`, with every host below. */
  readonly domains: readonly string[]
}

/** A cookie as it was found, whatever the form. */
export interface FoundCookie {
  readonly name: string
  readonly value: string
  /** Where a form tells it. */
  readonly domain?: string
  /** Epoch seconds, where a form tells when it ends. */
  readonly expires?: number
}

/** What a pasted text holds of a login. */
export type LoginReading =
  | {
      readonly kind: 'login'
      /** As a request sends it, in one line. */
      readonly cookie: string
      /** Names of login cookies whose time is over, as far as the text tells. */
      readonly expired: readonly string[]
      /** Cookies of other sites, and others whose time is over: they are not used. */
      readonly leftOut: number
    }
  | { readonly kind: 'refused'; readonly code: LoginRefusal; readonly platform?: string }

/**
 * Why a text is no login; for each there are words that say what to paste.
 *
 * `cut`: whoever showed it shortened it; `bare-value`: a value without its name; `double-encoded`:
 * percent signs were encoded once more; `wrong-site`: cookies of another site; `no-login`: cookies,
 * but none that says who one is; `damaged`: JSON that is not whole; `unusable`: characters that no
 * browser sends; `not-a-cookie`: nothing of the kind.
 */
export type LoginRefusal =
  | 'empty'
  | 'cut'
  | 'bare-value'
  | 'double-encoded'
  | 'wrong-site'
  | 'no-login'
  | 'damaged'
  | 'unusable'
  | 'too-long'
  | 'not-a-cookie'
