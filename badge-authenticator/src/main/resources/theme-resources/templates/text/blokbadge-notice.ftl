<#ftl output_format="plainText">
${msg("blokbadgeMail" + what, serial)} ${msg("blokbadgeNoticeHelp")}
