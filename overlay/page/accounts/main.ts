import './accounts-app/accounts-app.ts'
import { applyScheme } from '../scheme.ts'

applyScheme()
