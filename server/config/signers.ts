import { z } from 'zod'

/** One of those who can sign for Douyin: we ourselves, a service, a script of the operator's. */
export type SignerSetting =
  | { readonly kind: 'builtin' }
  | { readonly kind: 'http'; readonly url: string }
  | { readonly kind: 'script'; readonly path: string }

/** All of them, in the order in which they are tried. */
export type SignerSettings = readonly [SignerSetting, ...SignerSetting[]]

/** `builtin,http:https://…,script:…` as a setting. */
export const signerSettings = z.string().default('builtin').transform(signersIn)

/** Reads `builtin,http:https://…,script:…`. */
function signersIn(text: string, context: z.RefinementCtx): SignerSettings {
  const [first, ...others] = text.split(',').map((one) => signerIn(one.trim()))
  if (first && others.every((one) => one !== undefined)) return [first, ...others]
  context.addIssue('must hold builtin, http:<address> or script:<file>, comma-separated')
  return z.NEVER
}

function signerIn(text: string): SignerSetting | undefined {
  if (text === 'builtin') return { kind: 'builtin' }
  const [, kind, where = ''] = /^(http|script):(.+)$/s.exec(text) ?? []
  if (kind === 'script') return { kind, path: where }
  return kind === 'http' && /^https?:\/\//.test(where) && URL.canParse(where)
    ? { kind, url: where }
    : undefined
}
