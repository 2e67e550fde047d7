"""Languages as data: a folder of TOML files a language, read by the modules beside this one."""
