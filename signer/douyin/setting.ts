import { z } from 'zod'

/** A signer for Douyin: the built-in one, a service, or a script of the operator. */
export type SignerSetting =
  | { readonly kind: 'builtin' }
  | { readonly kind: 'http'; readonly url: string }
  | { readonly kind: 'script'; readonly path: string }

/** The signers, in the order of attempts. */
export type SignerSettings = readonly [SignerSetting, ...SignerSetting[]]

/** The schema of a text such as `builtin,http:https://…,script:…`. */
export const signerSettings = z.string().default('builtin').transform(signersIn)

/** Reads a text such as `builtin,http:https://…,script:…`. */
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

/** Returns the text of signers that {@link signerSettings} reads. */
export function signersText(signers: SignerSettings): string {
  const texts = signers.map((signer) => {
    if (signer.kind === 'builtin') return signer.kind
    return `${signer.kind}:${signer.kind === 'http' ? signer.url : signer.path}`
  })
  return texts.join(',')
}
