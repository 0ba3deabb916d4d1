import './ledger-app/ledger-app.ts'
import { applyScheme } from '../scheme.ts'

applyScheme()
