import './audit-app/audit-app.ts'
import { applyScheme } from '../scheme.ts'

applyScheme()
