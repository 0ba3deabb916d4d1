import { type SignerSettings, signerSettings, signersText } from '../../../signer/douyin/setting.ts'
import { defineSettings } from '../../lib/setting.ts'

/** The settings of Douyin. */
export const settings = defineSettings({
  DOUYIN_SIGNERS: {
    key: 'douyinSigners',
    help: 'Signers for Douyin, in the order of tries: builtin, http:<address>, script:<file>.',
    secret: true, // an address may hold a key
    schema: signerSettings,
    text: (signers: SignerSettings) => signersText(signers),
  },
})
