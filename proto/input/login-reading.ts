/** The login cookies of one platform. */
export interface LoginSite {
  readonly platform: string
  /** The names of cookies of which each identifies the account. */
  readonly cookies: readonly string[]
  /** The domains of the cookies, such as `bilibili.com`, with their subdomains. */
  readonly domains: readonly string[]
}

/** A cookie of a pasted text, in any format. */
export interface FoundCookie {
  readonly name: string
  readonly value: string
  /** The domain, if the format contains it. */
  readonly domain?: string
  /** Epoch seconds of its expiry, if the format contains it; some tools write milliseconds. */
  readonly expires?: number
}

/** The login in a pasted text, or the reason why there is none. */
export type LoginReading =
  | {
      readonly kind: 'login'
      /** The value of a `Cookie` header, in one line. */
      readonly cookie: string
      /** The names of login cookies that have expired according to the text. */
      readonly expired: readonly string[]
      /** The number of cookies that are not used, such as those of other sites and expired ones. */
      readonly leftOut: number
    }
  | { readonly kind: 'refused'; readonly code: LoginRefusal; readonly platform?: string }

/**
 * Lists the reasons why a text is no login. Each has a text for the user that says what to paste.
 *
 * `cut`: the text was shortened for display; `bare-value`: a value without its name;
 * `double-encoded`: percent signs were encoded twice; `wrong-site`: cookies of another site;
 * `no-login`: cookies, but none that identifies an account; `damaged`: incomplete JSON; `unusable`:
 * characters that no browser sends; `not-a-cookie`: no cookies at all.
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
