import './login-app/login-app.ts'
import { applyScheme } from '../scheme.ts'

applyScheme()
