import './me-app/me-app.ts'
import { applyScheme } from '../scheme.ts'

applyScheme()
