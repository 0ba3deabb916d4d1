import './login-form/login-form.ts'
