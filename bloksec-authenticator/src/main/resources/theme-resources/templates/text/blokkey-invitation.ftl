<#ftl output_format="plainText">
${msg("blokkeyInvitationHello", person)}

${msg("blokkeyInvitationBody", realmLabel)}

${link}

<#if code>${msg("blokkeyInvitationNeedsCode")}

</#if>${msg("blokkeyInvitationLife", hours?c)}

${msg("blokkeyInvitationNotYou")}
